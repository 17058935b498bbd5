"""From a frame to its inverse depth: models, sidecars, mattes, planes. Leaves to others: threads, GL."""
