SELECT id FROM ledger.entry WHERE false;
