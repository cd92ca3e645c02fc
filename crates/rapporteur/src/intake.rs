//! Taking accounts into a record as they come, and fusing them while others are still being read.

use rapporteur_core::Account;
use rapporteur_store::{Added, Result, RunId, Store};

use crate::record::{AT_ONCE, fuse_record};

/// Takes accounts in. Some at a time are kept in one transaction and fused in another: what a run that is broken off has
/// kept stays, and the rest is read again.
pub struct Intake<'s> {
    store: &'s mut dyn Store,
    run: RunId,
    waiting: Vec<Account>,
    taken: Result<Vec<(String, Added)>>,
}

impl<'s> Intake<'s> {
    /// Into a record, under a run.
    pub fn new(store: &'s mut dyn Store, run: RunId) -> Self {
        Self { store, run, waiting: Vec::with_capacity(AT_ONCE), taken: Ok(Vec::new()) }
    }

    /// Takes an account in, now or with the next. Once something went wrong it takes no more.
    pub fn take(&mut self, account: Account) {
        self.waiting.push(account);
        if self.waiting.len() == AT_ONCE {
            self.keep();
        }
    }

    /// Takes in what still waits, and fuses all; gives the name of each report and what happened to it, in order.
    ///
    /// # Errors
    /// What first went wrong: the record cannot be read or written.
    pub fn finish(mut self) -> Result<Vec<(String, Added)>> {
        self.keep();
        self.taken
    }

    fn keep(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let Ok(taken) = &mut self.taken else { return };
        let kept = self.store.add_accounts(&waiting, self.run);
        let kept = kept.and_then(|kept| fuse_record(&mut *self.store, self.run).map(|()| kept));
        match kept {
            Ok(kept) => taken.extend(waiting.into_iter().map(|account| account.report.name).zip(kept)),
            Err(error) => self.taken = Err(error),
        }
    }
}
