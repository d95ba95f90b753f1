"""The mirror: what we say held against what we do, for owners and for whoever asks for proof."""
