/** The methods of the public API, each with the one file that answers it, behind the one check of what its caller may do. */

import type { gatewayService } from '@pitcrew/contracts';
import type { Handlers } from '@pitcrew/rpc';
import { admitting, admittingWhileItHolds } from './admit.ts';
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

export function gatewayHandlers(gateway: Gateway): Handlers<(typeof gatewayService)['methods']> {
  const submit = createSubmission(gateway);
  return {
    submitRun: answeringOutages(admitting('submitRun', submit)),
    getRun: answeringOutages(admitting('getRun', async (place) => viewOf((await readRun(gateway.log, place)).state))),
    watchRun: streamingOutages(
      admittingWhileItHolds('watchRun', (request, call) => watchRun(gateway.log, request, call.signal)),
    ),
    listRuns: answeringOutages(admitting('listRuns', (request) => listRuns(gateway, request))),
    cancelRun: answeringOutages(admitting('cancelRun', (request) => cancelRun(gateway, request))),
    decideApproval: answeringOutages(admitting('decideApproval', (request) => decideApproval(gateway, request))),
    listApprovals: answeringOutages(admitting('listApprovals', (request) => listApprovals(gateway, request))),
    listReviews: answeringOutages(admitting('listReviews', (request) => listReviews(gateway, request))),
    resolveReview: answeringOutages(admitting('resolveReview', (request) => resolveReview(gateway, request))),
    giveClarification: answeringOutages(
      admitting('giveClarification', (request) => giveClarification(gateway, request)),
    ),
  };
}
