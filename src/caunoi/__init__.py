"""Cầu Nối ("the bridge"): information down to every grassroots union, every voice back up, with an answer."""
