"""The web page: a conversation on the left, the plan it quotes on the right."""
