revision = "0f3c9a1b2d4e"
