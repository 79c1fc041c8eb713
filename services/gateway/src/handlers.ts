/** The methods of the public API, each with the one file that answers it, behind the one check of who calls. */

import type { gatewayService } from '@pitcrew/contracts';
import type { Authenticate, Handlers } from '@pitcrew/rpc';
import { createAdmission } from './admit.ts';
import { answeringOutages, streamingOutages } from './bus-errors.ts';
import { cancelRun } from './cancel-run.ts';
import { decideApproval } from './decide-approval.ts';
import type { Gateway } from './gateway.ts';
import { giveClarification } from './give-clarification.ts';
import { listApprovals } from './list-approvals.ts';
import { listReviews } from './list-reviews.ts';
import { listRuns } from './list-runs.ts';
import { readRun } from './read-run.ts';
import { resolveReview } from './resolve-review.ts';
import { createSubmission } from './submit-run.ts';
import { viewOf } from './view.ts';
import { watchRun } from './watch-run.ts';

/** Without `authenticate` nobody is asked who they are. */
export function gatewayHandlers(
  gateway: Gateway,
  authenticate?: Authenticate,
): Handlers<(typeof gatewayService)['methods']> {
  const submit = createSubmission(gateway);
  const { unary, stream } = createAdmission(authenticate);
  return {
    submitRun: answeringOutages(unary('submitRun', submit)),
    getRun: answeringOutages(unary('getRun', async (place) => viewOf((await readRun(gateway.log, place)).state))),
    watchRun: streamingOutages(stream('watchRun', (request, call) => watchRun(gateway.log, request, call.signal))),
    listRuns: answeringOutages(unary('listRuns', (request) => listRuns(gateway, request))),
    cancelRun: answeringOutages(unary('cancelRun', (request) => cancelRun(gateway, request))),
    decideApproval: answeringOutages(unary('decideApproval', (request) => decideApproval(gateway, request))),
    listApprovals: answeringOutages(unary('listApprovals', (request) => listApprovals(gateway, request))),
    listReviews: answeringOutages(unary('listReviews', (request) => listReviews(gateway, request))),
    resolveReview: answeringOutages(unary('resolveReview', (request) => resolveReview(gateway, request))),
    giveClarification: answeringOutages(unary('giveClarification', (request) => giveClarification(gateway, request))),
  };
}
