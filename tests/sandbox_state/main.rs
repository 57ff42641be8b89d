//! The sandbox's rules, on its pure state: no sockets, and the time is what a test says it is.

mod control;
mod flows;
mod functions;
mod inbound;
mod jwt;
mod keys;
mod legacy;
mod life;
mod modes;
mod oauth;
mod pages;
mod requests;
mod sessions;
mod validation;
mod world;
