//! The table of all operations of the API: what the description is made from.

/// One operation.
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) summary: &'static str,
    /// Names of parameters in the address.
    pub(super) query: &'static [&'static str],
    pub(super) gives: Gives,
}

/// What an operation answers with.
#[derive(Clone, Copy)]
pub(super) enum Gives {
    /// A page of a list.
    List,
    /// An object.
    Object,
    /// An object, with status 201, for a request with a body.
    Created,
    /// Server-sent events.
    Stream,
}

/// Parameters that choose rows.
const ROWS: &[&str] = &["from", "to", "actor", "place", "type", "q"];
/// Those, and which page.
const PAGED: &[&str] = &["from", "to", "actor", "place", "type", "q", "limit", "offset"];
/// Lists without a form of their own: `GET /api/{table}`.
const TABLES: [&str; 7] = ["actors", "disputes", "commitments", "truces", "meetings", "figures", "quotes"];

/// Whether `GET /api/{name}` is a list.
pub(super) fn is_table(name: &str) -> bool {
    TABLES.contains(&name)
}

const fn get(path: &'static str, summary: &'static str, query: &'static [&'static str], gives: Gives) -> Operation {
    Operation { method: "get", path, summary, query, gives }
}

/// All operations.
pub(super) const OPERATIONS: &[Operation] = &[
    get("/api/brief", "One page about the record", ROWS, Gives::Object),
    get("/api/events", "What happened: claims of all reports put together", PAGED, Gives::List),
    get("/api/events/{id}", "One event with its claims in full", &[], Gives::Object),
    get("/api/claims", "What each report says, claim by claim", PAGED_CLAIMS, Gives::List),
    get("/api/claims/{key}", "One claim with what people decided about it", &[], Gives::Object),
    get("/api/reports", "The reports", &["limit", "offset"], Gives::List),
    Operation {
        method: "post",
        path: "/api/reports",
        summary: "Add a report: the file is the body",
        query: &["name", "date", "publisher"],
        gives: Gives::Created,
    },
    get("/api/reports/{name}", "One report with its text and claims", &[], Gives::Object),
    get("/api/search", "Sentences with these words, best first", &["q", "limit", "offset"], Gives::List),
    get("/api/actors", "Who acts, who is acted on, who speaks", PAGED, Gives::List),
    get("/api/disputes", "What reports and those they quote do not agree on", PAGED, Gives::List),
    get("/api/commitments", "Offers, pledges, demands, threats", PAGED, Gives::List),
    get("/api/truces", "Cease-fires, with what became of them", PAGED, Gives::List),
    get("/api/meetings", "Who meets, where and when", PAGED, Gives::List),
    get("/api/figures", "Counts, with whose they are", PAGED, Gives::List),
    get("/api/quotes", "Exact words, with who said them", PAGED, Gives::List),
    get("/api/timeline", "Events by day and lane; counts where there are too many", TIMELINE, Gives::Object),
    get("/api/map", "Events by place", ROWS, Gives::Object),
    get("/api/network", "Ties between actors, on a day or of all days", NETWORK, Gives::Object),
    get("/api/suggest/{what}", "Names that go on as these letters do (actors, places)", &["q"], Gives::Object),
    get("/api/queue", "Claims to review, most doubtful and weighty first", PAGED, Gives::List),
    get("/api/decisions", "What people decided, newest first", &["limit", "offset"], Gives::List),
    Operation {
        method: "post",
        path: "/api/decisions",
        summary: "Accept, edit, reject, merge, split or comment",
        query: &[],
        gives: Gives::Created,
    },
    Operation {
        method: "post",
        path: "/api/decisions/{id}/undo",
        summary: "Take a decision back",
        query: &[],
        gives: Gives::Created,
    },
    get("/api/session", "The token that requests which change something must carry", &[], Gives::Object),
    get("/api/changes", "What others decide, as it happens (server-sent events)", &[], Gives::Stream),
    get("/api/openapi.json", "This description", &[], Gives::Object),
];

const PAGED_CLAIMS: &[&str] = &["from", "to", "actor", "place", "type", "q", "report", "limit", "offset"];
const TIMELINE: &[&str] = &["from", "to", "actor", "place", "type", "q", "lanes"];
const NETWORK: &[&str] = &["from", "to", "actor", "place", "type", "q", "on"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_described() {
        for table in TABLES {
            assert!(OPERATIONS.iter().any(|it| it.path == format!("/api/{table}")), "no word about {table}");
        }
    }
}
