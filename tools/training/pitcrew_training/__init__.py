"""Fine-tunes Pitcrew's specialists: deciders (encoder and heads) and writers (generator)."""
