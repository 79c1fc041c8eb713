/** Prints the package graph as Mermaid. */
import { drawPackages } from './graph.ts';

console.log(await drawPackages());
