"""The doors: how people and programs reach operations. Nothing else may."""
