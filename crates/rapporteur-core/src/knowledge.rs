//! What the program knows of the world: states, bodies, groups, persons, offices, role words.
