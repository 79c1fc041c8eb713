import '../../../services/planner/src/main.ts';
