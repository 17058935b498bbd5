// purpose     fills an outline: each triangle of a fan adds its sense of turning, the sum is the winding number
// inputs      a fan over the outline, blended by addition
// outputs     winding number
// resolution  the canvas's samples
// colour      none
// source      Loop & Blinn's remark that a fan needs no triangulation, GPU Gems 3 ch. 25
out float o_winding;

void main() {
    o_winding = gl_FrontFacing ? 1.0 : -1.0;
}
