"""Reading what other systems hand out, and living beside them."""
