//! What the API takes and gives, for programs (OpenAPI) and for people.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Json};
use serde_json::{Map, Value, json};

use super::operations::{Gives, OPERATIONS, Operation};
use crate::web::error::Problem;
use crate::web::guard::Visitor;
use crate::web::pages::{Shell, html};
use crate::web::state::App;

impl Operation {
    /// Its part of the OpenAPI document.
    fn describe(&self) -> Value {
        let of_path = self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        let of_path = of_path.map(|name| {
            let schema = match name {
                "what" => json!({ "type": "string", "enum": ["actors", "places"] }),
                "id" if self.path.starts_with("/api/decisions") => json!({ "type": "integer" }),
                _ => json!({ "type": "string" }),
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        });
        let of_query = self.query.iter().map(|name| parameter(name));
        let mut object = json!({
            "summary": self.summary,
            "operationId": self.id(),
            "parameters": of_path.chain(of_query).collect::<Vec<_>>(),
            "responses": self.responses(),
        });
        if self.method == "post" {
            object["security"] = json!([{ "csrf": [], "session": [] }]);
        }
        if let Some(body) = self.body() {
            object["requestBody"] = body;
        }
        object
    }

    fn id(&self) -> String {
        let path = self.path.trim_start_matches("/api/").replace(['{', '}', '/', '.'], "_");
        format!("{}_{}", self.method, path.trim_matches('_')).replace("__", "_")
    }

    fn responses(&self) -> Value {
        let of = |kind: &str, schema: Value| json!({ "description": self.summary, "content": { kind: { "schema": schema } } });
        let mut all = Map::new();
        let (status, answer) = match self.gives {
            Gives::List => ("200", of("application/json", json!({ "$ref": "#/components/schemas/List" }))),
            Gives::Object => ("200", of("application/json", json!({ "type": "object" }))),
            Gives::Created => ("201", of("application/json", json!({ "type": "object" }))),
            Gives::Stream => ("200", of("text/event-stream", json!({ "type": "string" }))),
        };
        all.insert(status.to_owned(), answer);
        all.insert("default".to_owned(), json!({ "$ref": "#/components/responses/Problem" }));
        if self.method == "get" {
            all.insert("304".to_owned(), json!({ "description": "As the visitor has it (If-None-Match)" }));
        }
        Value::Object(all)
    }

    fn body(&self) -> Option<Value> {
        match (self.method, self.path) {
            ("post", "/api/reports") => {
                let binary = json!({ "schema": { "type": "string", "format": "binary" } });
                Some(json!({ "required": true, "content": { "application/octet-stream": binary } }))
            }
            ("post", "/api/decisions") => {
                let schema = json!({ "$ref": "#/components/schemas/Decision" });
                Some(json!({ "required": true, "content": { "application/json": { "schema": schema } } }))
            }
            _ => None,
        }
    }
}

/// A parameter of the address.
fn parameter(name: &str) -> Value {
    let day = || json!({ "type": "string", "format": "date" });
    let (schema, about) = match name {
        "from" => (day(), "on this day or later"),
        "to" => (day(), "on this day or earlier"),
        "on" => (day(), "on this day"),
        "date" => (day(), "publication date, when the report tells none"),
        "limit" => (json!({ "type": "integer", "minimum": 1, "maximum": 500, "default": 50 }), "at most so many"),
        "offset" => {
            (json!({ "type": "integer", "minimum": 0, "maximum": 1_000_000_000, "default": 0 }), "after so many")
        }
        "type" => (json!({ "type": "string" }), "only these types, apart by commas: ASSAULT,COERCE"),
        "actor" => (json!({ "type": "string" }), "with somebody of this name, or a part of it"),
        "place" => (json!({ "type": "string" }), "a state, by name or code, or words of a place"),
        "q" => (json!({ "type": "string" }), "with all these words"),
        "report" => (json!({ "type": "string" }), "of this report"),
        "name" => (json!({ "type": "string" }), "file name"),
        "publisher" => (json!({ "type": "string" }), "publisher, when the report tells none"),
        _ => (json!({ "type": "string", "enum": ["type", "actor", "place"] }), "what makes a lane"),
    };
    json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema })
}

/// The OpenAPI document.
fn document() -> Value {
    let mut paths = Map::new();
    for operation in OPERATIONS {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = operation.describe();
    }
    let problem = json!({
        "type": "object",
        "required": ["error"],
        "properties": { "error": {
            "type": "object",
            "required": ["name", "message", "hint"],
            "properties": {
                "name": { "type": "string", "description": "stable, in kebab case" },
                "message": { "type": "string" },
                "hint": { "type": ["string", "null"] },
            },
        } },
    });
    let list = json!({
        "type": "object",
        "required": ["items", "total", "limit", "offset"],
        "properties": {
            "items": { "type": "array", "items": { "type": "object" } },
            "total": { "type": "integer" }, "limit": { "type": "integer" }, "offset": { "type": "integer" },
            "note": { "type": "string", "description": "What this is of, where it is not of the whole record" },
        },
    });
    let decision = json!({
        "type": "object",
        "required": ["act", "kind", "id"],
        "additionalProperties": false,
        "properties": {
            "act": { "type": "string", "enum": ["accept", "edit", "reject", "merge", "split", "comment"] },
            "kind": { "type": "string", "enum": ["claim", "event", "report"] },
            "id": { "type": "string" },
            "change": { "type": ["object", "null"], "description":
                "edit of a claim: type, mode, actors, recipients, date, place; merge and split of an event: claims" },
            "comment": { "type": ["string", "null"], "maxLength": 4000 },
        },
    });
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Rapporteur",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What a record says. Offsets are Unicode code points, end exclusive; dates ISO 8601. \
                Answers carry an ETag. Requests that change something need the cookie and the token of /api/session.",
            "license": { "name": "Apache-2.0 OR MIT" },
        },
        "paths": paths,
        "components": {
            "schemas": { "Problem": problem, "List": list, "Decision": decision },
            "responses": { "Problem": {
                "description": "What went wrong",
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            } },
            "securitySchemes": {
                "csrf": { "type": "apiKey", "in": "header", "name": "X-CSRF-Token" },
                "session": { "type": "apiKey", "in": "cookie", "name": "rapporteur_session" },
                "token": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

/// `GET /api/openapi.json`.
pub(in crate::web) async fn openapi() -> Json<Value> {
    Json(document())
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    shell: Shell,
    operations: Vec<(String, &'static str, &'static str, String, String)>,
}

/// `GET /api`: the same for people.
pub(in crate::web) async fn page(
    State(app): State<App>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Problem> {
    let row = |it: &Operation| {
        let link = if it.method == "get" && !it.path.contains('{') && !matches!(it.gives, Gives::Stream) {
            it.path
        } else {
            ""
        };
        (it.method.to_uppercase(), it.path, it.summary, it.query.join(", "), link.to_owned())
    };
    html(&ApiPage {
        shell: Shell::new(&app, &visitor, "/api", "API"),
        operations: OPERATIONS.iter().map(row).collect(),
    })
}
