/** The roles of the example company: where each works, what it has access to, and the laptop it gets when nobody names one. */
export const MODELS = ['standard', 'developer', 'light'] as const;
export type Model = (typeof MODELS)[number];

type RoleFacts = { readonly department: string; readonly systems: readonly string[]; readonly model: Model };

export const ROLES = {
  engineer: { department: 'Engineering', systems: ['mail', 'chat', 'code', 'builds'], model: 'developer' },
  designer: { department: 'Design', systems: ['mail', 'chat', 'design-files'], model: 'developer' },
  'sales-rep': { department: 'Sales', systems: ['mail', 'chat', 'crm'], model: 'light' },
  'support-agent': { department: 'Support', systems: ['mail', 'chat', 'helpdesk', 'crm'], model: 'standard' },
  accountant: { department: 'Finance', systems: ['mail', 'chat', 'ledger', 'expenses'], model: 'standard' },
  recruiter: { department: 'People', systems: ['mail', 'chat', 'applicants'], model: 'light' },
} as const satisfies Readonly<Record<string, RoleFacts>>;
export type Role = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as readonly Role[];
