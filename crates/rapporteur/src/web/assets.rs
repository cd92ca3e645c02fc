//! Scripts, styles and the world's outlines, inside the program. Built by `cargo xtask web`.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::error::Problem;

/// Name, type, bytes.
const ASSETS: &[(&str, &str, &[u8])] = &[
    ("page.css", "text/css; charset=utf-8", include_bytes!("../../../../web/dist/page.css")),
    ("page.js", "text/javascript; charset=utf-8", include_bytes!("../../../../web/dist/page.js")),
    ("drawings.js", "text/javascript; charset=utf-8", include_bytes!("../../../../web/dist/drawings.js")),
    ("countries.json", "application/json", include_bytes!("../../../../web/dist/countries.json")),
    ("icon.svg", "image/svg+xml", include_bytes!("../../../../web/dist/icon.svg")),
    ("licences.txt", "text/plain; charset=utf-8", include_bytes!("../../../../web/dist/licences.txt")),
];

/// One asset. Names are looked up in a list: no path reaches the disk.
pub(super) async fn serve(Path(name): Path<String>) -> Result<Response, Problem> {
    let found = ASSETS.iter().find(|(known, ..)| *known == name);
    let (_, kind, bytes) = found.ok_or_else(|| Problem::no_such("asset", &name))?;
    Ok(([(header::CONTENT_TYPE, *kind)], *bytes).into_response())
}
