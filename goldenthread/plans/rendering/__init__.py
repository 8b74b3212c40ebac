"""A Document made readable: on screen (`screen`) and on paper (`pdf`), from one arrangement of the same words."""
