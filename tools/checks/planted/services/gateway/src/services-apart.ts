import '../../planner/src/main.ts';
