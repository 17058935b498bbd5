// purpose     the lens as one ISF file of ten passes: no tiles, no instancing, no integers, GLSL of any age
// inputs      inputImage, depthImage (red: inverse depth, larger is nearer), focus, blur, invertDepth, highlights: from the
//             JSON that livefocus/render/isf.py writes; RINGS, TAPS, SMALL_TAPS and a look's constants: baked in
// outputs     the picture through the lens, sRGB
// resolution  tapTable: a texel a tap;  nearTiles, nearReach: a texel a tile, how near and how bright it is;
//             layers and their blurs: half;  the last: full
// colour      mixes in linear light; what is in focus is copied
// source      as 10_cells … 60_composite; lengths are in widths of the picture, which every pass knows
//
// Only plain names may stand as coordinates in IMG_NORM_PIXEL: some hosts find its end at the first bracket.
#include "lib/coc.glsl"
#include "lib/colour.glsl"
#include "lib/ladder.glsl"
#include "lib/lamps.glsl"

const float PI = 3.14159265;
vec4 gathered;  // what the taps of this texel have added up to
float covered;

// --- what every pass asks ---------------------------------------------------------------------------------------------

float radius_at(vec2 uv) {
    float given = IMG_NORM_PIXEL(depthImage, uv).r;
    return coc_radius_px(invertDepth ? 1.0 - given : given, focus, blur, MAX_RADIUS);
}

vec3 light_at(vec2 uv) {
    return linear_from_srgb(IMG_NORM_PIXEL(inputImage, uv).rgb);
}

vec2 texel_middle(vec2 place) {
    return (floor(clamp(place, vec2(0.0), RENDERSIZE - 1.0)) + 0.5) / RENDERSIZE;
}

// --- pass 0: the taps of the opening, as a table: a loop over a table compiles a hundred times as fast as its calls -----

vec4 tap_here() {
    float number = gl_FragCoord.x;
    vec4 tap = vec4(0.0);
#define ROW(x, y, z, w) tap = number > 0.0 ? vec4(x, y, z, w) : tap; number -= 1.0
    TAPS
    SMALL_TAPS
    return tap;
}

// A row of the table: xy in units of the radius (y down), z ring, w light; or xy in pixels, z distance.
vec4 tap_of(int i) {
    vec2 uv = vec2((float(i) + 0.5) / float(TAP_COUNT + SMALL_TAP_COUNT), 0.5);
    return IMG_NORM_PIXEL(tapTable, uv) * vec4(1.0, -1.0, 1.0, 1.0);
}

// --- passes 1 and 2: how far what is in front reaches, and how bright it is around -------------------------------------

vec4 tile_here() {
    float nearest = 0.0, brightness = 0.0;
    for (int i = 0; i < TILE_SAMPLES * TILE_SAMPLES; i++) {
        vec2 cell = vec2(mod(float(i), float(TILE_SAMPLES)), floor(float(i) / float(TILE_SAMPLES)));
        vec2 uv = (gl_FragCoord.xy - 0.5 + (cell + 0.5) / float(TILE_SAMPLES)) / RENDERSIZE;
        nearest = max(nearest, -radius_at(uv));
        // not at even distances: fine stripes would show but their black, and their white would be lamps
        vec2 uneven = fract(float(i) * vec2(0.7548777, 0.5698403));
        brightness += brightest_of(light_at((gl_FragCoord.xy - 0.5 + (cell + uneven) / float(TILE_SAMPLES)) / RENDERSIZE));
    }
    return vec4(nearest, brightness / float(TILE_SAMPLES * TILE_SAMPLES), 0.0, 1.0);
}

vec4 reach_here() {
    float reach = 0.0, around = 0.0;
    for (int y = -REACH_TILES; y <= REACH_TILES; y++) {
        for (int x = -REACH_TILES; x <= REACH_TILES; x++) {
            vec2 off = vec2(float(x), float(y));
            vec2 uv = texel_middle(gl_FragCoord.xy + off);
            vec4 tile = IMG_NORM_PIXEL(nearTiles, uv);
            float away = length(max(abs(off) - 1.0, 0.0)) / RENDERSIZE.x;
            if (tile.r * 1.1 >= away) reach = max(reach, tile.r);
            vec2 share = max(0.5 - 0.25 * abs(off), 0.0);
            around += tile.g * share.x * share.y;
        }
    }
    return vec4(reach, around, 0.0, 1.0);
}

// --- passes 3 to 5: the layers ----------------------------------------------------------------------------------------

// Whether what is around is so dark that a clipped spot must be a light: a clipped wall stays as bright as it is.
float spot_here() {
    vec2 uv = isf_FragNormCoord;
    return 1.0 - smoothstep(DARK, BRIGHT, IMG_NORM_PIXEL(nearReach, uv).g);
}

// Light of a small clipped spot, as bright as it may have been.
vec3 with_highlight(vec3 light, float gain) {
    float brightest = clamp(brightest_of(light), 0.0, 1.0);
    return light / (1.001 - gain * brightest * clamp(brightest * 20.0 - 19.0, 0.0, 1.0));
}

// One of the layers, of the four pixels of a texel. Behind: light, a: radius, −1 where there is nothing; in front: light
// times coverage, a: coverage; and the radius in front.
vec4 layer_here() {
    float gain = highlights * spot_here();
    vec4 back = vec4(0.0), front = vec4(0.0);
    float back_radii = 0.0, front_radii = 0.0;
    for (int i = 0; i < 4; i++) {
        vec2 corner = vec2(mod(float(i), 2.0), floor(float(i) / 2.0)) * 0.5 - 0.25;
        vec2 uv = (gl_FragCoord.xy + corner) / RENDERSIZE;
        float radius = radius_at(uv);
        float px = radius * RENDERSIZE.x * 2.0;
        float in_front = near_share(px);
        float behind = (0.02 + clamp(px - 1.0, 0.0, 1.0)) * (1.0 - in_front);
        vec4 light = vec4(with_highlight(light_at(uv), gain), 1.0);
        back += light * behind;
        back_radii += max(radius, 0.0) * behind;
        front += light * in_front * 0.25;
        front_radii -= radius * in_front * 0.25;
    }
    if (PASSINDEX == 3) return back.a > 0.0 ? vec4(back.rgb, back_radii) / back.a : vec4(0.0, 0.0, 0.0, -1.0);
    if (PASSINDEX == 4) return front;
    return vec4(front.a > 0.0 ? front_radii / front.a : 0.0, 0.0, 0.0, 1.0);
}

// --- pass 6: the layer behind, smooth over as much as the taps are apart, so that no tap falls between two lights -------

vec4 soft_here() {
    vec2 uv = texel_middle(gl_FragCoord.xy);
    vec4 middle = IMG_NORM_PIXEL(backLayer, uv);
    float spacing = middle.a * RENDERSIZE.x / (float(RINGS) + 0.5);
    float side = clamp(spacing * 0.5 - 0.5, 0.0, 1.0);
    vec4 sum = vec4(middle.rgb, 1.0);
    for (int i = 0; i < 9; i++) {
        vec2 off = vec2(mod(float(i), 3.0), floor(float(i) / 3.0)) - 1.0;
        uv = texel_middle(gl_FragCoord.xy + off * max(spacing / 3.0, 1.0));
        vec4 found = IMG_NORM_PIXEL(backLayer, uv);
        float weight = i == 4 ? 0.0 : abs(off.x) + abs(off.y) < 1.5 ? side : side * side;
        weight *= clamp(2.0 - abs(found.a - middle.a) * RENDERSIZE.x, 0.0, 1.0);  // another radius, another surface
        sum += vec4(found.rgb, 1.0) * weight;
    }
    return vec4(sum.rgb / sum.a, middle.a);
}

// --- passes 7 and 8: the gathers --------------------------------------------------------------------------------------

// The barrel's rim cuts discs towards the corners: its middle as seen from here, y upwards as ISF has it.
vec2 barrel_here() {
    vec2 middle = RENDERSIZE * 0.5;
    return (middle - gl_FragCoord.xy) * (BARREL_OFF / length(middle));
}

float shape_of(vec4 tap, float x, vec2 barrel) {
    float out_from_middle = min(max(tap.z, 0.0) / max(x, 0.001), 1.0);
    float profile = 1.0 + RIM_LIGHT * (2.0 * out_from_middle * out_from_middle - 1.0);
    float from_barrel = length(tap.xy * OPENING_FROM_PICTURE - barrel);
    return profile * clamp((1.0 - from_barrel) * (float(RINGS) + 0.5) + 0.5, 0.0, 1.0);
}

float on_ring(float x, float ring) {
    return clamp(x - ring + 0.5, 0.0, 1.0);
}

float taps_within(float x) {
    vec4 inner = clamp(vec4(x) - vec4(0.5, 1.5, 2.5, 3.5), 0.0, 1.0);
    return 1.0 + dot(inner, vec4(6.0, 12.0, 18.0, 24.0)) + 30.0 * clamp(x - 4.5, 0.0, 1.0);
}

// How much of the light of a disc, red, green and blue, falls on a tap.
vec3 share_of(float x, float ring, float fringe_sign) {
    vec3 wide = x * (vec3(1.0) + fringe_sign * RED_OVER_BLUE * vec3(0.5, 0.0, -0.5));
    return vec3(on_ring(wide.r, ring) / taps_within(wide.r), on_ring(wide.g, ring) / taps_within(wide.g),
        on_ring(wide.b, ring) / taps_within(wide.b));
}

vec4 weights;  // of red, green, blue, and their mean

void far_tap(vec4 tap, float radius, float own, vec2 barrel) {
    vec2 uv = texel_middle(gl_FragCoord.xy + tap.xy * radius);
    vec4 found = IMG_NORM_PIXEL(backSoft, uv);
    float spacing = max(radius, 0.01) / (float(RINGS) + 0.5);
    float x = min(found.a * RENDERSIZE.x, 2.0 * radius) / spacing;
    vec3 share = own < 0.0 ? vec3(1.0) : share_of(x, tap.z, 1.0);
    share *= found.a < 0.0 ? 0.0 : tap.w * shape_of(tap, x, barrel);
    gathered.rgb += found.rgb * share;
    weights.rgb += share;
}

vec4 back_blur_here() {
    vec2 uv = texel_middle(gl_FragCoord.xy);
    vec4 middle = IMG_NORM_PIXEL(backSoft, uv);
    vec2 reach_uv = isf_FragNormCoord;
    // where all is in front, the layer behind is filled from as far as what is in front reaches
    float radius = (middle.a < 0.0 ? IMG_NORM_PIXEL(nearReach, reach_uv).r * 1.5 : middle.a) * RENDERSIZE.x;
    vec2 barrel = barrel_here();
    gathered = vec4(0.0);
    weights = vec4(1e-6);
    gathered.rgb = middle.rgb * 1e-6;
    for (int i = 0; i < TAP_COUNT; i++) far_tap(tap_of(i), radius, middle.a, barrel);
    return vec4(gathered.rgb / weights.rgb, middle.a);
}

void near_tap(vec4 tap, float radius, vec2 barrel) {
    vec2 place = gl_FragCoord.xy - tap.xy * radius;
    vec2 between = place / RENDERSIZE, uv = texel_middle(place);
    vec4 found = IMG_NORM_PIXEL(frontLayer, between);  // premultiplied: it may be read between texels
    float x = IMG_NORM_PIXEL(frontRadius, uv).r * RENDERSIZE.x * (float(RINGS) + 0.5) / max(radius, 0.01);
    vec3 share = share_of(x, tap.z, -1.0) * (tap.w * shape_of(tap, x, barrel));
    gathered += vec4(found.rgb * share, found.a * share.g);
    covered += found.a;
}

// Share of an opening that a barrel off by `off` leaves: of two unit discs, what both cover.
float left_by_barrel(float off) {
    float half_off = min(off * 0.5, 0.999);
    return max(2.0 / PI * (acos(half_off) - half_off * sqrt(1.0 - half_off * half_off)), 0.05);
}

vec4 front_blur_here() {
    vec2 uv = isf_FragNormCoord;
    float radius = IMG_NORM_PIXEL(nearReach, uv).r * RENDERSIZE.x;
    if (radius <= 0.0) return vec4(0.0);
    vec2 barrel = barrel_here();
    gathered = vec4(0.0);
    covered = 0.0;
    for (int i = 0; i < TAP_COUNT; i++) near_tap(tap_of(i), radius, barrel);
    gathered /= left_by_barrel(length(barrel));
    // a slanted surface scatters a little less or more than once over itself: where all taps meet it, it is whole
    gathered /= clamp(gathered.a + 1.0 - covered / float(TAP_COUNT), 0.001, 1.0);
    gathered.rgb /= max(gathered.a, 1.0);
    return vec4(gathered.rgb, min(gathered.a, 1.0));
}

// --- the last pass: all together --------------------------------------------------------------------------------------

void small_tap(vec4 tap, float own_px) {
    vec2 uv = (clamp(gl_FragCoord.xy + tap.xy, vec2(0.5), RENDERSIZE - 0.5)) / RENDERSIZE;
    float px = radius_at(uv) * RENDERSIZE.x;
    float reach_px = px > own_px ? min(abs(px), 2.0 * abs(own_px)) : abs(px);
    float share = clamp(reach_px - tap.z + 0.5, 0.0, 1.0) / max(1.0, PI * reach_px * reach_px);
    gathered += vec4(light_at(uv), 1.0) * share * (1.0 - near_share(px));
}

// The blurred layer behind, brought to full size by likeness of radius, so that no edge mixes two surfaces.
vec3 back_blur_at(float radius) {
    vec2 half_size = floor(RENDERSIZE * 0.5);
    vec2 place = isf_FragNormCoord * half_size - 0.5;
    vec2 corner = floor(place), part = place - corner;
    vec4 sum = vec4(0.0);
    for (int i = 0; i < 4; i++) {
        vec2 side = vec2(mod(float(i), 2.0), floor(float(i) / 2.0));
        vec2 uv = (clamp(corner + side, vec2(0.0), half_size - 1.0) + 0.5) / half_size;
        vec4 found = IMG_NORM_PIXEL(backBlur, uv);
        vec2 near_by = mix(1.0 - part, part, side);
        float unlike = abs(max(found.a, 0.0) - max(radius, 0.0)) * RENDERSIZE.x;
        sum += vec4(found.rgb, 1.0) * (near_by.x * near_by.y + 0.0001) / (0.25 + unlike);
    }
    return sum.rgb / sum.a;
}

vec4 finished_here() {
    vec4 sharp = IMG_THIS_PIXEL(inputImage);
    vec2 uv = isf_FragNormCoord;
    float radius = radius_at(uv);
    float px = radius * RENDERSIZE.x;
    vec4 front_blur = IMG_NORM_PIXEL(frontBlur, uv);
    vec3 light = linear_from_srgb(sharp.rgb);
    gathered = vec4(light, 1.0) / max(1.0, PI * px * px);
    float own = gathered.a;
    for (int i = 0; i < SMALL_TAP_COUNT; i++) small_tap(tap_of(TAP_COUNT + i), px);
    float behind = max(far_share(px), near_share(px));
    bool touched = gathered.a > own || behind > 0.0 || front_blur.a > 0.002;
    light = mix(gathered.rgb / gathered.a, back_blur_at(radius), behind);
    light = front_blur.rgb + (1.0 - front_blur.a) * light;
    return touched ? vec4(min(srgb_from_linear(light), 1.0), sharp.a) : sharp;
}

void main() {
    if (PASSINDEX == 0) gl_FragColor = tap_here();
    else if (PASSINDEX == 1) gl_FragColor = tile_here();
    else if (PASSINDEX == 2) gl_FragColor = reach_here();
    else if (PASSINDEX <= 5) gl_FragColor = layer_here();
    else if (PASSINDEX == 6) gl_FragColor = soft_here();
    else if (PASSINDEX == 7) gl_FragColor = back_blur_here();
    else if (PASSINDEX == 8) gl_FragColor = front_blur_here();
    else gl_FragColor = finished_here();
}
