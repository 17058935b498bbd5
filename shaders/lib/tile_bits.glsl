// purpose     what a tile of the picture holds and needs, as bits of a whole number kept in a float
// inputs      BIT_… (injected, see passes/tiles.py)
// colour      none
bool has_bit(float bits, int bit) {
    return (int(bits + 0.5) & bit) != 0;
}
