"""How a company begins here: the first-run page, the first steps, and a starter set to take."""
