//! Taking accounts into a record as they come, and fusing them while others are still being read.

use rapporteur_core::Account;
use rapporteur_store::{Added, How, Result, RunId, Store};

use crate::record::{AT_ONCE, fuse_record};

/// Takes accounts in. Some at a time are kept in one transaction and fused in another: what a run that is broken off has
/// kept stays, and the rest is read again.
pub struct Intake<'s> {
    store: &'s mut dyn Store,
    run: RunId,
    /// Not kept yet.
    waiting: Vec<Account>,
    /// How many are kept and not fused yet.
    kept: usize,
    taken: Result<Vec<(String, Added)>>,
}

impl<'s> Intake<'s> {
    /// Into a record, under a run.
    pub fn new(store: &'s mut dyn Store, run: RunId) -> Self {
        Self { store, run, waiting: Vec::with_capacity(AT_ONCE), kept: 0, taken: Ok(Vec::new()) }
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
        let taken = self.taken?;
        fuse_record(self.store, self.run)?;
        Ok(taken)
    }

    fn keep(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let Ok(taken) = &mut self.taken else { return };
        let kept = self.store.add_accounts(&waiting, self.run).and_then(|added| {
            self.kept += added.iter().filter(|it| !matches!(it.how, How::Already | How::Duplicate)).count();
            // So many at once, as if all had been kept before any was fused: that gives events the same numbers.
            while self.kept >= AT_ONCE {
                self.kept = self.store.fuse(crate::knowledge::in_use(), AT_ONCE, self.run)?;
            }
            Ok(added)
        });
        match kept {
            Ok(added) => taken.extend(waiting.into_iter().map(|account| account.report.name).zip(added)),
            Err(error) => self.taken = Err(error),
        }
    }
}
