/// Names of the ledgers there are, the same as in the core.
export type LedgerName = 'organisation' | 'staff' | 'postings'
