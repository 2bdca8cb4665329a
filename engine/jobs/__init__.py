"""Work that a worker does when it is due. Any number of workers may tick beside one another."""
