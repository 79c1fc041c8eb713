/** Gives an account the systems of its role. The role is checked against the HR record, so a mixed-up call is refused. */
import { z } from 'zod';
import { insert } from '../sql.ts';
import { defineTool, refuseInput, refuseLogic } from '../tool.ts';
import { findByAccount, systemsOf } from './hires.ts';
import { ROLES } from './roles.ts';

export const grantAccess = defineTool({
  name: 'grant_access',
  title: 'Grant access',
  description: 'Grant an account access to the systems of its role.',
  effect: 'idempotent',
  input: z.strictObject({
    account: z.string().min(1).max(200).describe('Account of the hire'),
    role: z.string().min(1).max(64).describe('Role of the hire'),
  }),
  output: z.object({ account: z.string(), systems: z.array(z.string()) }),
  run: ({ database, input: { account, role } }) => {
    const hire = findByAccount(database, account);
    if (role !== hire.role) refuseInput(`account ${account} has the role ${hire.role}, not ${role}`);
    if (systemsOf(database, account).length > 0) refuseLogic(`account ${account} has its access already`);
    const { systems } = ROLES[hire.role];
    for (const [position, system] of systems.entries()) insert(database, 'hire_access', { account, position, system });
    return { account, systems: [...systems] };
  },
});
