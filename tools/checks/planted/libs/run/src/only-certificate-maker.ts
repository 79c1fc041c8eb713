import '@peculiar/x509';
