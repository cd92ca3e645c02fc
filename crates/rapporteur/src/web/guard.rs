//! What stands before every request and after every answer: limits, host, token, origin, and the headers that keep a
//! browser from doing more than it should.
//!
//! A page on another site can make a browser send requests here. So nothing is changed without a token that only our own
//! pages know (and that hangs on a cookie other sites cannot send), and on this computer alone nothing is answered under
//! a foreign host name.

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::FORM_BYTES;
use super::asked::{encode, pairs};
use super::error::Problem;
use super::pages;
use super::state::App;

/// Nothing from elsewhere, no scripts or styles inside pages, no frames around them.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const SESSION: &str = "rapporteur_session";
const REVIEWER: &str = "rapporteur_reviewer";
const TOKEN: &str = "rapporteur_token";

/// Who is asking.
#[derive(Clone, Debug)]
pub(super) struct Visitor {
    /// What a form of ours must carry.
    pub(super) csrf: String,
    /// The name under which decisions are kept.
    pub(super) reviewer: String,
}

/// Lets a request through, or says why not.
pub(super) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api");
    let not_modified = request.headers().get(header::IF_NONE_MATCH).cloned();
    let is_get = request.method() == Method::GET;
    let (mut response, visitor, cookie) = match app.at_once.try_acquire() {
        Ok(_permit) => answer(&app, request, next).await,
        Err(_) => {
            let busy = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many requests at once");
            (busy.hint("try again in a second").into_response(), None, None)
        }
    };
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = if api { problem.json() } else { pages::problem(&app, visitor.as_ref(), &problem) };
    } else if response.status().is_client_error() || response.status().is_server_error() {
        let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("text/html") {
            response = dress(response.status(), api, &app, visitor.as_ref());
        }
    }
    if is_get && response.status() == StatusCode::OK {
        response = tagged(response, not_modified.as_ref()).await;
    }
    protect(response.headers_mut(), cookie);
    response
}

/// Checks a request and has it answered; gives the visitor and the cookie to be set.
async fn answer(app: &App, mut request: Request, next: Next) -> (Response, Option<Visitor>, Option<String>) {
    if let Err(problem) = host(app, request.headers()) {
        return (problem.into_response(), None, None);
    }
    let (visitor, cookie) = visitor(app, request.headers());
    request.extensions_mut().insert(visitor.clone());
    if let Err(response) = signed_in(app, &request) {
        return (*response, Some(visitor), cookie);
    }
    let response = match ours(&visitor, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    (response, Some(visitor), cookie)
}

/// On this computer alone, only its own names are answered: a foreign name that leads here is an attack.
fn host(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |it| it.0);
    let local = ["localhost", "127.0.0.1", "[::1]"].contains(&name);
    if local || !app.settings.listen.ip().is_loopback() && !name.is_empty() {
        return Ok(());
    }
    let problem = Problem::new(StatusCode::FORBIDDEN, "foreign-host", "this address is only for this computer");
    Err(problem.hint(format!("open http://{}", app.settings.listen)))
}

/// The visitor, and a cookie when this is the first visit.
fn visitor(app: &App, headers: &HeaderMap) -> (Visitor, Option<String>) {
    let known = cookie(headers, SESSION).filter(|id| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()));
    let session = known.clone().unwrap_or_else(|| {
        let mut id = [0; 16];
        // Sessions hang on the secret, which came from the same place when the program started.
        let _ = getrandom::fill(&mut id);
        id.iter().map(|byte| format!("{byte:02x}")).collect()
    });
    let csrf = blake3::keyed_hash(&app.secret, session.as_bytes()).to_hex()[..32].to_owned();
    let named = cookie(headers, REVIEWER).and_then(|name| pairs(&format!("n={name}")).pop()).map(|(_, name)| name);
    let reviewer = named.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| app.settings.reviewer.clone());
    let cookie = known.is_none().then(|| set_cookie(SESSION, &session));
    (Visitor { csrf, reviewer }, cookie)
}

/// Whether the visitor knows the token, where one is needed.
fn signed_in(app: &App, request: &Request) -> Result<(), Box<Response>> {
    let Some(token) = &app.settings.token else { return Ok(()) };
    let path = request.uri().path();
    let bearer = request.headers().get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let bearer = bearer.and_then(|it| it.strip_prefix("Bearer ")).map(|it| signature(app, it));
    let known = bearer.or_else(|| cookie(request.headers(), TOKEN));
    if path == "/sign-in" || path.starts_with("/assets/") || known.is_some_and(|it| same(&it, &signature(app, token))) {
        return Ok(());
    }
    Err(Box::new(if path.starts_with("/api") {
        let problem = Problem::new(StatusCode::UNAUTHORIZED, "no-token", "expected the token, found none or another");
        problem.hint("send the header `Authorization: Bearer TOKEN`").into_response()
    } else {
        let back = request.uri().path_and_query().map_or("/", |it| it.as_str());
        Redirect::to(&format!("/sign-in?return={}", encode(back))).into_response()
    }))
}

/// What a cookie holds in place of the token.
fn signature(app: &App, token: &str) -> String {
    blake3::keyed_hash(&app.secret, format!("token {token}").as_bytes()).to_hex().to_string()
}

/// Compares in a time that does not tell how much is alike.
fn same(a: &str, b: &str) -> bool {
    blake3::hash(a.as_bytes()) == blake3::hash(b.as_bytes())
}

/// The cookie for a visitor who gave this token; `None` when it is wrong.
pub(super) fn sign_in(app: &App, given: &str) -> Option<String> {
    let token = app.settings.token.as_deref()?;
    same(given, token).then(|| set_cookie(TOKEN, &signature(app, token)))
}

/// The cookie that keeps a reviewer's name.
pub(super) fn remember(reviewer: &str) -> String {
    set_cookie(REVIEWER, &encode(reviewer))
}

/// Whether a request that changes something comes from a page of ours.
async fn ours(visitor: &Visitor, request: Request) -> Result<Request, Problem> {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method()) {
        return Ok(request);
    }
    let (parts, mut body) = request.into_parts();
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").unwrap_or_default();
    let own = |origin: &str| origin.strip_prefix("http://").or(origin.strip_prefix("https://")) == Some(host);
    let foreign = text("origin").is_some_and(|origin| !own(origin))
        || text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    if foreign {
        let problem = Problem::new(StatusCode::FORBIDDEN, "foreign-origin", "this request comes from another site");
        return Err(problem.hint("use the forms of this page"));
    }
    let mut given = text("x-csrf-token").map(str::to_owned);
    let field = |encoded: &str| pairs(encoded).into_iter().find(|(name, _)| name == "csrf").map(|(_, value)| value);
    given = given.or_else(|| field(parts.uri.query().unwrap_or_default()));
    if text("content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        let bytes = to_bytes(body, FORM_BYTES).await.map_err(|_| too_large())?;
        given = given.or_else(|| field(&String::from_utf8_lossy(&bytes)));
        body = Body::from(bytes);
    }
    if given.is_some_and(|given| same(&given, &visitor.csrf)) {
        return Ok(Request::from_parts(parts, body));
    }
    let problem = Problem::new(
        StatusCode::FORBIDDEN,
        "no-csrf-token",
        "expected the token of this session, found none or another",
    );
    Err(problem.hint("load the page again; programs take it from /api/session and send it as X-CSRF-Token"))
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "the request is larger than it may be")
}

/// Gives a refusal by the router or by a limit the form of all others.
fn dress(status: StatusCode, is_json: bool, app: &App, visitor: Option<&Visitor>) -> Response {
    let problem = match status {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        StatusCode::SERVICE_UNAVAILABLE => Problem::new(status, "too-slow", "answering took too long"),
        _ => Problem::new(status, "invalid-request", "the request does not read"),
    };
    if is_json { problem.json() } else { pages::problem(app, visitor, &problem) }
}

/// Adds an entity tag to a whole answer, or says that the visitor has it already.
async fn tagged(response: Response, not_modified: Option<&HeaderValue>) -> Response {
    if response.body().size_hint().exact().is_none() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return Problem::internal().json() };
    let tag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..24]);
    let known = not_modified.and_then(|it| it.to_str().ok());
    let known = known.is_some_and(|them| them.split(',').any(|it| it.trim().trim_start_matches("W/") == tag));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    if known {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Headers of every answer.
fn protect(headers: &mut HeaderMap, cookie: Option<String>) {
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

fn set_cookie(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000")
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut parts = all.flat_map(|value| value.split(';')).filter_map(|part| part.trim().split_once('='));
    parts.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}
