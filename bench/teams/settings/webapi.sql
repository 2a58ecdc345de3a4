create schema webapi;
