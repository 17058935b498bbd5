// purpose     finds out whether pixels can be told what those beside them have read: white where they can
// inputs      none
// outputs     1 where a value of each pixel beside arrives whole, 0 where it does not
// resolution  any
// colour      none
#include "lib/quads.glsl"
out vec4 o_arrives;

// Another value for every pixel, none of them a plane over the others.
float value_at(vec2 place) {
    return fract(place.x * 0.371 + place.y * place.y * 0.0617 + place.x * place.y * 0.193);
}

void main() {
    vec2 here = floor(gl_FragCoord.xy), inward = inward_in_quad();
    float value = value_at(here);
    vec3 told = vec3(ACROSS(value), DOWN(value), ACROSS(DOWN(value)));
    vec3 true_values = vec3(
        value_at(here + vec2(inward.x, 0.0)), value_at(here + vec2(0.0, inward.y)), value_at(here + inward));
    o_arrives = vec4(all(lessThan(abs(told - true_values), vec3(1e-4))) ? 1.0 : 0.0);
}
