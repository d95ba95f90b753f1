"""The portal: what a customer may see and do. Reads and writes through the packages below."""
