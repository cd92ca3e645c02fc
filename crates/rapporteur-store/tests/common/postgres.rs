//! A PostgreSQL server for one test: on a socket in a folder of its own, gone with the value.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use postgres::{Client, NoTls};
use rapporteur_store::{OpenOptions, Record};
use tempfile::TempDir;

use super::Databases;

pub struct Server {
    programs: PathBuf,
    folder: TempDir,
    process: Child,
    records: AtomicUsize,
}

/// Whom a server runs as where the tests run as the superuser, whom it refuses.
const NOBODY: u32 = 65_534;

impl Server {
    /// Starts one; `None`, and says so, where there is no PostgreSQL.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("postgres: skipped, no initdb found in PATH or /usr/lib/postgresql");
            return None;
        };
        let folder = own_folder();
        copy(&template(&programs), &folder.path().join("data"));
        let process = serve(&programs, folder.path());
        let server = Self { programs, folder, process, records: AtomicUsize::new(0) };
        server.client();
        Some(server)
    }

    /// The folder with its data.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stops it without care, as a power cut would, and starts it again.
    pub fn crash(&mut self) {
        stop(&self.programs, self.folder.path());
        self.process.wait().unwrap();
        self.process = serve(&self.programs, self.folder.path());
        self.client();
    }

    /// The address of a database of this server, for its superuser.
    pub fn address(&self, database: &str) -> String {
        self.address_of("rapporteur", database)
    }

    /// The address of a database for somebody.
    pub fn address_of(&self, user: &str, database: &str) -> String {
        format!("postgres://{user}@{}/{database}", self.folder.path().display().to_string().replace('/', "%2F"))
    }

    /// The address of a schema that holds nothing yet.
    pub fn empty(&self) -> String {
        let name = format!("record{}", self.records.fetch_add(1, Ordering::Relaxed));
        self.client().batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
        format!("{}?options=-csearch_path%3D{name}", self.address("postgres"))
    }

    /// A connection beside the record's.
    pub fn client(&self) -> Client {
        connect(&self.address("postgres"))
    }
}

/// A connection to a server that may be starting still.
pub fn connect(address: &str) -> Client {
    for _ in 0..600 {
        if let Ok(client) = Client::connect(address, NoTls) {
            return client;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("no server answers at {address}: {:?}", Client::connect(address, NoTls).err());
}

impl Databases for Server {
    fn record(&self) -> Record {
        OpenOptions::new().create(true).record(self.empty()).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&self.programs, self.folder.path());
        let _ = self.process.wait();
    }
}

/// The folder with PostgreSQL's programs.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        let mut versions: Vec<PathBuf> = versions.filter_map(|it| Some(it.ok()?.path().join("bin"))).collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
    }
    folders.into_iter().find(|folder| ["initdb", "pg_ctl", "postgres"].iter().all(|it| folder.join(it).exists()))
}

fn serve(programs: &Path, folder: &Path) -> Child {
    let log = File::create(folder.join("log")).unwrap();
    program(programs, "postgres")
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-F", "-c", "listen_addresses=", "-c", "max_connections=30"])
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn stop(programs: &Path, folder: &Path) {
    let data = folder.join("data");
    let _ = program(programs, "pg_ctl").args(["stop", "-m", "immediate", "-s", "-D"]).arg(data).status();
}

fn program(programs: &Path, name: &str) -> Command {
    let mut command = Command::new(programs.join(name));
    command.stdin(Stdio::null()).current_dir("/");
    if is_superuser() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

fn is_superuser() -> bool {
    fs::metadata("/proc/self").is_ok_and(|it| it.uid() == 0)
}

fn own_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    if is_superuser() {
        chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    folder
}

/// A server's data as `initdb` makes them, which takes seconds: once for all tests.
fn template(programs: &Path) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (template, partial) = (place.join("postgres"), place.join("postgres.partial"));
    let lock = File::create(place.join("postgres.lock")).unwrap();
    lock.lock().unwrap();
    if template.exists() {
        return template;
    }
    let folder = own_folder();
    let data = folder.path().join("data");
    let made = program(programs, "initdb")
        .args(["--no-sync", "-A", "trust", "-U", "rapporteur", "-E", "UTF8", "--locale=C", "--wal-segsize=1", "-D"])
        .arg(&data)
        .output()
        .unwrap();
    assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
    let guarded = "local all guarded scram-sha-256\n";
    let rules = fs::read_to_string(data.join("pg_hba.conf")).unwrap();
    fs::write(data.join("pg_hba.conf"), format!("{guarded}{rules}")).unwrap();
    let _ = fs::remove_dir_all(&partial);
    copy(&data, &partial);
    fs::rename(&partial, &template).unwrap();
    template
}

/// Copies a folder, for whom servers run as.
fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, name) = (entry.as_ref().unwrap().path(), entry.as_ref().unwrap().file_name());
        if from.is_dir() {
            copy(&from, &to.join(name));
        } else {
            fs::copy(&from, to.join(&name)).unwrap();
            give(&to.join(name));
        }
    }
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    give(to);
}

fn give(path: &Path) {
    if is_superuser() {
        chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    }
}
