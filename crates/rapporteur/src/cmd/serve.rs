//! `serve`: the local page.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::{Context, Result};
use clap::Args;
use rapporteur::web::{Settings, app};

use super::message::{self, Hinted};
use super::{RecordFile, Status};

/// Look at the record in the browser: read, search, review, add reports
///
/// The page is for this computer alone. To let others in, name an address with --listen; then they need a token.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Serve {
    #[command(flatten)]
    record: RecordFile,
    /// Open the page in the browser
    #[arg(long)]
    open: bool,
    /// Where to listen; beyond this computer only with a token
    #[arg(long, value_name = "ADDRESS", default_value_t = HERE)]
    listen: SocketAddr,
    /// What visitors must know; at least sixteen letters [also: the variable RAPPORTEUR_TOKEN]
    #[arg(long, value_name = "WORDS")]
    token: Option<String>,
    /// Who decides, until the visitor says another name [default: the name of the account]
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
}

const HERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 7177);
/// Shortest token, in bytes.
const TOKEN: usize = 16;

const EXAMPLES: &str = "\
Examples:
  rapporteur serve --open
  rapporteur serve --record talks.db --listen 127.0.0.1:8080
  RAPPORTEUR_TOKEN=... rapporteur serve --listen 192.168.1.5:7177

Stop it with Ctrl-C. Beyond this computer the page travels unencrypted: put a proxy with TLS in front of it.";

impl Serve {
    pub(crate) fn run(&self) -> Result<Status> {
        let token = self.token()?;
        let account = || std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default();
        let reviewer = self.reviewer.clone().unwrap_or_else(account);
        let mut settings = Settings::local(self.record.path(), self.listen);
        settings.token = token;
        if !reviewer.trim().is_empty() {
            settings.reviewer = reviewer;
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting threads")?;
        runtime.block_on(self.serve(settings))?;
        Ok(Status::Clean)
    }

    /// The token, which an address beyond this computer demands.
    fn token(&self) -> Result<Option<String>> {
        let token = self.token.clone().or_else(|| std::env::var("RAPPORTEUR_TOKEN").ok()).filter(|it| !it.is_empty());
        if token.as_ref().is_some_and(|it| it.len() < TOKEN) {
            let hint = "make one with `openssl rand -hex 16`";
            return Err(Hinted::new(format!("the token: expected at least {TOKEN} letters"), hint).into());
        }
        if token.is_none() && !self.listen.ip().is_loopback() {
            let hint = "set RAPPORTEUR_TOKEN to sixteen letters or more, or listen on 127.0.0.1";
            return Err(Hinted::new(format!("--listen {}: others could read the record", self.listen), hint).into());
        }
        Ok(token)
    }

    async fn serve(&self, mut settings: Settings) -> Result<()> {
        let listener = tokio::net::TcpListener::bind(self.listen).await.map_err(|error| {
            let hint = "stop the other program, or name another address with --listen 127.0.0.1:7178";
            Hinted::new(format!("listening on {}: {error}", self.listen), hint)
        })?;
        settings.listen = listener.local_addr().context("the address that is listened on")?;
        let address = format!("http://{}", settings.listen);
        let record = self.record.shown();
        // Opening may wait for a database server.
        let app = tokio::task::block_in_place(|| app(settings))?;
        message::note(&format!("record: {record}\npage:   {address}\nstop:   Ctrl-C"));
        if self.open {
            open(&address);
        }
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        tokio::signal::ctrl_c().await.context("waiting for Ctrl-C")?;
        // Streams never end by themselves; what is being written is finished when the threads are given back.
        server.abort();
        Ok(())
    }
}

/// Opens an address in the browser, where there is one.
fn open(address: &str) {
    let commands: &[&[&str]] = if cfg!(target_os = "macos") {
        &[&["open"]]
    } else if cfg!(windows) {
        &[&["cmd", "/c", "start"]]
    } else {
        &[&["xdg-open"], &["sensible-browser"]]
    };
    let started = commands.iter().any(|command| {
        let mut process = std::process::Command::new(command[0]);
        process.args(&command[1..]).arg(address);
        process.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().is_ok()
    });
    if !started {
        message::note("no browser found: open the page yourself");
    }
}
