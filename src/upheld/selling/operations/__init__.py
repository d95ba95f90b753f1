"""The only writers of selling."""
