"""For whoever takes the post over: the handover paper, and rehearsals."""
