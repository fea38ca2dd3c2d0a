// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Game
/// @notice Noughts and crosses: a target for sessions that play and pay nothing. Two accounts mark the squares of
/// a board of three by three in turn, numbered from 0, row by row; whoever has three in a line has won.
contract Game {
    /// @notice A game.
    /// @param players Who plays; the first one begins.
    /// @param marks The squares that each has marked, a bit for each.
    /// @param moves How many moves have been made.
    /// @param isOver Whether it has ended.
    /// @param winner Who has won; nobody while it lasts, and where it is a draw.
    struct Match {
        address[2] players;
        uint16[2] marks;
        uint8 moves;
        bool isOver;
        address winner;
    }

    /// @dev How many squares there are: with so many moves the board is full.
    uint8 private constant _SQUARES = 9;

    /// @notice How many games have been started; their numbers go from 1 to this.
    uint256 public gameCount;

    mapping(uint256 gameId => Match game) private _games;

    /// @notice A game has begun.
    /// @param gameId The game's number.
    /// @param first Who makes the first move.
    /// @param second Who makes the second.
    event GameStarted(uint256 indexed gameId, address indexed first, address indexed second);

    /// @notice A square has been marked.
    /// @param gameId The game's number.
    /// @param player Who has marked it.
    /// @param position The square.
    event MoveMade(uint256 indexed gameId, address indexed player, uint8 position);

    /// @notice A game has ended.
    /// @param gameId The game's number.
    /// @param winner Who has won; nobody where it is a draw.
    event GameEnded(uint256 indexed gameId, address indexed winner);

    /// @notice Nobody plays against nobody, or against themselves.
    /// @param opponent Who was named.
    error InvalidOpponent(address opponent);

    /// @notice There is no such game.
    /// @param gameId The number that was given.
    error UnknownGame(uint256 gameId);

    /// @notice The game has ended.
    /// @param gameId The game's number.
    error GameIsOver(uint256 gameId);

    /// @notice Somebody else plays this game.
    /// @param gameId The game's number.
    /// @param caller Who would play.
    error NotAPlayer(uint256 gameId, address caller);

    /// @notice It is the other player's turn.
    /// @param gameId The game's number.
    /// @param caller Who would move.
    error NotYourTurn(uint256 gameId, address caller);

    /// @notice The board has squares 0 to 8.
    /// @param position The square that was given.
    error NotOnTheBoard(uint8 position);

    /// @notice The square has been marked already.
    /// @param gameId The game's number.
    /// @param position The square.
    error SquareTaken(uint256 gameId, uint8 position);

    /// @notice Starts a game: the caller makes the first move. The opponent is not asked, and loses nothing by it.
    /// @param opponent Who plays against the caller.
    /// @return gameId The game's number.
    function startGame(address opponent) external returns (uint256 gameId) {
        if (opponent == address(0) || opponent == msg.sender) revert InvalidOpponent(opponent);
        gameId = ++gameCount;
        _games[gameId].players = [msg.sender, opponent];
        emit GameStarted(gameId, msg.sender, opponent);
    }

    /// @notice Marks a square for the caller, whose turn it has to be.
    /// @param gameId The game's number.
    /// @param position The square, 0 to 8.
    function makeMove(uint256 gameId, uint8 position) external {
        (Match storage game, uint256 player) = _playing(gameId);
        if (game.moves % 2 != player) revert NotYourTurn(gameId, msg.sender);
        if (position >= _SQUARES) revert NotOnTheBoard(position);
        uint16 square = uint16(1) << position;
        if ((game.marks[0] | game.marks[1]) & square != 0) revert SquareTaken(gameId, position);
        game.marks[player] |= square;
        ++game.moves;
        emit MoveMade(gameId, msg.sender, position);
        if (_hasLine(game.marks[player])) _end(gameId, game, msg.sender);
        else if (game.moves == _SQUARES) _end(gameId, game, address(0));
    }

    /// @notice Gives a game up: the other player has won.
    /// @param gameId The game's number.
    function resign(uint256 gameId) external {
        (Match storage game, uint256 player) = _playing(gameId);
        _end(gameId, game, game.players[1 - player]);
    }

    /// @notice Reads a game.
    /// @param gameId The game's number.
    /// @return game How it stands; all is zero where there is none.
    function games(uint256 gameId) external view returns (Match memory game) {
        return _games[gameId];
    }

    function _end(uint256 gameId, Match storage game, address winner) private {
        (game.isOver, game.winner) = (true, winner);
        emit GameEnded(gameId, winner);
    }

    /// @dev The game, and which of its players the caller is.
    function _playing(uint256 gameId) private view returns (Match storage game, uint256 player) {
        game = _games[gameId];
        if (game.players[0] == address(0)) revert UnknownGame(gameId);
        if (msg.sender != game.players[0]) player = 1;
        if (msg.sender != game.players[player]) revert NotAPlayer(gameId, msg.sender);
        if (game.isOver) revert GameIsOver(gameId);
    }

    /// @dev Three rows, three columns, two diagonals.
    function _hasLine(uint16 marks) private pure returns (bool) {
        uint16[8] memory lines = [0x007, 0x038, 0x1c0, 0x049, 0x092, 0x124, 0x111, 0x054];
        for (uint256 i; i < lines.length; ++i) if (marks & lines[i] == lines[i]) return true;
        return false;
    }
}
