//! Where visitors from beyond this computer say the token.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::{Shell, html};
use crate::web::asked::Asked;
use crate::web::decide::local;
use crate::web::error::Problem;
use crate::web::guard::{Visitor, sign_in};
use crate::web::state::App;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    shell: Shell,
    wrong: bool,
}

/// `GET /sign-in`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    asked: Asked,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, &visitor, "/sign-in", "Sign in").back(local(asked.get("return")));
    html(&SignInPage { shell, wrong: false })
}

/// `POST /sign-in`.
pub(in crate::web) async fn check(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let get = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let back = local(get("return"));
    if let Some(cookie) = sign_in(&app, get("token")) {
        return Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&back)).into_response());
    }
    let shell = Shell::new(&app, &visitor, "/sign-in", "Sign in").back(back);
    let mut response = html(&SignInPage { shell, wrong: true })?;
    *response.status_mut() = StatusCode::UNAUTHORIZED;
    Ok(response)
}
