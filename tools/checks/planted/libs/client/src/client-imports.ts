import '../../run/src/index.ts';
