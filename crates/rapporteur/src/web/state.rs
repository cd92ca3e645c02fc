//! What all requests share.

use std::sync::{Arc, OnceLock};

use rapporteur_store::StoreError;
use serde::Serialize;
use tokio::sync::{Semaphore, broadcast};

use super::Settings;
use super::error::Problem;
use super::views::{Scope, View, Views};
use crate::output::views::Filter;
use crate::pipeline::Pipeline;

/// The record, and who looks at it.
#[derive(Clone)]
pub(super) struct App(Arc<Shared>);

pub(super) struct Shared {
    pub(super) settings: Settings,
    pub(super) views: Views,
    /// Signs sessions; new with each start.
    pub(super) secret: [u8; 32],
    /// Tells those who look what was decided.
    pub(super) changes: broadcast::Sender<Change>,
    pub(super) at_once: Semaphore,
    pipeline: OnceLock<Pipeline>,
}

/// Something that was decided, or that reports came in.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Change {
    /// What was done: an act of the store, or `read`.
    pub(super) act: String,
    /// Kind of the target.
    pub(super) kind: String,
    /// Which one.
    pub(super) id: String,
    /// Who.
    pub(super) reviewer: String,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// Opens the record.
    pub(super) fn open(settings: Settings) -> Result<Self, StoreError> {
        let mut secret = [0; 32];
        // Without the system's randomness no session can be told from a forged one.
        getrandom::fill(&mut secret).expect("the system gives random bytes");
        let app = Self(Arc::new(Shared {
            views: Views::open(&settings)?,
            secret,
            changes: broadcast::channel(64).0,
            at_once: Semaphore::new(settings.most_at_once),
            pipeline: OnceLock::new(),
            settings,
        }));
        // The first visitor finds the brief's part of the record read.
        let warm = app.clone();
        std::thread::spawn(move || warm.views.view(&Scope::Latest(Filter::default())).map(drop));
        Ok(app)
    }

    /// Works with what the record says now of what is asked for, on a thread that may wait.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        scope: Scope,
        work: impl FnOnce(&View) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        self.wait(move || work(app.views.view(&scope)?.as_ref())).await
    }

    /// Does something that takes its time, on a thread that may wait.
    pub(super) async fn wait<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(Problem::internal()))
    }

    /// The pipeline, loaded when it is first needed.
    pub(super) fn pipeline(&self) -> Result<&Pipeline, Problem> {
        if self.pipeline.get().is_none() {
            let pipeline = Pipeline::embedded().map_err(|_| Problem::internal())?;
            // Another request may have been quicker.
            let _ = self.pipeline.set(pipeline);
        }
        self.pipeline.get().ok_or_else(Problem::internal)
    }
}
