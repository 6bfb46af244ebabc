"""Files of written directions and of samples."""
