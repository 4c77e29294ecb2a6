//! Clients that are not ours, unmodified, through the real gateway.
