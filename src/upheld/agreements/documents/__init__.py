"""The signed document: laid out, sealed, kept and checked again."""
