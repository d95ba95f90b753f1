"""The look of Upheld: layouts, components, filters and the shapes that they print."""
