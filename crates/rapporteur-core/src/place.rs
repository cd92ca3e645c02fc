//! Where: places as the gazetteer knows them.

use serde::{Deserialize, Serialize};

use crate::{Resolution, Span};

/// One place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Name in the gazetteer.
    pub name: String,
    /// ISO 3166 alpha-3; empty for a sea or a region that no one state holds.
    pub country: String,
    /// First-order division, where known.
    pub division: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Latitude, WGS 84 degrees.
    pub lat: f32,
    /// Longitude, WGS 84 degrees.
    pub lon: f32,
    /// GeoNames id; 0 when the place is ours.
    pub geonames_id: u32,
    /// People who live there; 0 when not known.
    pub population: u32,
}

/// How large a place is: a country is not a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// A city, town or village.
    City,
    /// A river, mountain, strait, camp, dam.
    Feature,
    /// A province, governorate, state of a federation.
    Division,
    /// Part of a country or several: Donbas, "northern Syria", the Sahel.
    Region,
    /// A state.
    Country,
    /// A continent or an ocean.
    Continent,
}

/// A place name in a report, with what it stands for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Toponym {
    /// Where it stands.
    pub span: Span,
    /// Which place it is.
    pub place: Resolution<Place>,
}
