//! What a server says, in the record's words.

use std::error::Error;

use postgres::error::SqlState;

use crate::ErrorKind;

impl From<postgres::Error> for ErrorKind {
    fn from(error: postgres::Error) -> Self {
        if let Some(said) = error.as_db_error() {
            return told(said.code(), said.message());
        }
        let mut cause: Option<&dyn Error> = error.source();
        while let Some(one) = cause {
            if one.is::<std::io::Error>() {
                return Self::Unreachable(one.to_string());
            }
            cause = one.source();
        }
        if error.is_closed() {
            return Self::Unreachable("the connection was closed".into());
        }
        let detail = error.source().map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
        // The crate says in words alone what it would not even try: no password given, a server that wants TLS.
        let refused = ["invalid configuration", "authentication", "TLS"].iter().any(|word| detail.contains(word));
        if refused { Self::Refused(detail) } else { Self::Database(detail) }
    }
}

/// An error by the server's code for it.
pub(super) fn told(code: &SqlState, message: &str) -> ErrorKind {
    let message = message.to_owned();
    match *code {
        SqlState::LOCK_NOT_AVAILABLE | SqlState::T_R_DEADLOCK_DETECTED => ErrorKind::Locked,
        SqlState::READ_ONLY_SQL_TRANSACTION => ErrorKind::ReadOnly,
        SqlState::DISK_FULL => ErrorKind::Full,
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => ErrorKind::Corrupt(message),
        SqlState::INVALID_PASSWORD
        | SqlState::INVALID_AUTHORIZATION_SPECIFICATION
        | SqlState::INVALID_CATALOG_NAME
        | SqlState::INSUFFICIENT_PRIVILEGE
        | SqlState::TOO_MANY_CONNECTIONS => ErrorKind::Refused(message),
        SqlState::CANNOT_CONNECT_NOW | SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN => {
            ErrorKind::Unreachable(message)
        }
        _ => ErrorKind::Database(message),
    }
}
