/** What somebody may take out of an agreement, or have forgotten in it. Pure. */
import type { AgreementToCome, Purged } from '../api/coming';
import type { Agreement, Decision, Permission } from '../api/types';

const no: Permission = { allowed: false, code: null, reason: null };

export interface Rights {
  export: Permission;
  erase: Permission;
  purge: Permission;
  purged: Purged | null;
}

export function rightsOf(agreement: Agreement): Rights {
  const { may, purged } = agreement as AgreementToCome;
  return {
    export: may.export ?? no,
    erase: may.erase ?? no,
    purge: may.purge ?? no,
    purged: purged ?? null,
  };
}

/** The decision that a purge rests on. */
export function groundOf(agreement: Agreement, { decision }: Purged): Decision | null {
  return agreement.decisions.find((one) => one.id === decision) ?? null;
}
