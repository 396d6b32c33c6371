"""Distances as the model measures them: great circles on the mean Earth."""

from __future__ import annotations

import numpy as np

from rotation.county.county import Floats, Ints

EARTH_KM = 6371.0088


def great_circle_km(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Haversine distance in km between places in degrees, broadcast; 0 where a coordinate is NaN."""
    lon, lat, to_lon, to_lat = (np.radians(angle) for angle in (lon, lat, to_lon, to_lat))
    h = np.sin((to_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    km: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return np.where(np.isnan(km), 0.0, km)


def tenths(km: Floats) -> Ints:
    """Kilometres to whole hundreds of metres, halves up: floor(10·km + 1/2)."""
    return np.floor(10 * km + 0.5).astype(np.int64)
