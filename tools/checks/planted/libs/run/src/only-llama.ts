import 'node-llama-cpp';
